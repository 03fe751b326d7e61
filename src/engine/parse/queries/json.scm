(document (object (pair key: (string (string_content) @name) value: (_) @body) @key))
(document (object (pair value: (object (pair key: (string (string_content) @name) value: (_) @body) @key))))
(comment) @comment
