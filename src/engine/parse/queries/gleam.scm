(function name: (_) @name body: (_) @body) @function
(function name: (_) @name) @function
(type_definition (type_name name: (_) @name)) @class
(data_constructor name: (_) @name) @field
(data_constructor_argument label: (_) @name) @field
(type_alias (type_name name: (_) @name)) @type
(constant name: (_) @name) @constant

(import module: (_) @import)

(function_parameter name: (_) @local)
(let pattern: (identifier) @local)
(use_assignment (identifier) @local)

(attribute) @line_attribute
(statement_comment) @comment
(module_comment) @comment
(comment) @comment
