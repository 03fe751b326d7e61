(rule_set (selectors) @name (block) @body) @key
(keyframes_statement (keyframes_name) @name) @key
(declaration (property_name) @name @_property (#match? @_property "^--")) @variable
(import_statement (string_value) @import)
(comment) @comment
