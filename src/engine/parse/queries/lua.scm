; `M.f = function`, `function M:f()` and a function in a table are methods of what stands before them.
(function_declaration name: (dot_index_expression table: (_) @receiver field: (_) @name) body: (_) @body) @method
(function_declaration name: (dot_index_expression table: (_) @receiver field: (_) @name)) @method
(function_declaration name: (method_index_expression table: (_) @receiver method: (_) @name) body: (_) @body) @method
(function_declaration name: (method_index_expression table: (_) @receiver method: (_) @name)) @method
(function_declaration name: (identifier) @name body: (_) @body) @function
(function_declaration name: (identifier) @name) @function
(assignment_statement
  (variable_list . name: (dot_index_expression table: (_) @receiver field: (_) @name) .)
  (expression_list . value: (function_definition body: (_) @body))) @method
(assignment_statement
  (variable_list . name: (identifier) @name .)
  (expression_list . value: (function_definition body: (_) @body))) @function
(field name: (identifier) @name value: (function_definition body: (_) @body)) @method
(field name: (identifier) @name value: (function_definition)) @method
(chunk (variable_declaration (assignment_statement (variable_list name: (identifier) @name))) @variable)
(chunk (assignment_statement (variable_list name: (identifier) @name)) @variable)
(chunk (assignment_statement (variable_list name: (dot_index_expression table: (_) @receiver field: (_) @name))) @field)

((function_call name: (identifier) @_require arguments: (arguments (string content: (_) @import))) (#eq? @_require "require"))

(parameters name: (identifier) @local)
(block (variable_declaration (assignment_statement (variable_list name: (identifier) @local))))
(block (variable_declaration (variable_list name: (identifier) @local)))
(for_generic_clause (variable_list name: (identifier) @local))
(for_numeric_clause name: (identifier) @local)

(comment) @comment
