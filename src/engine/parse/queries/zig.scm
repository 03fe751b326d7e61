; A type is a constant whose value is a container.
(variable_declaration . (identifier) @name [(struct_declaration) (union_declaration) (opaque_declaration)] @body) @class
(variable_declaration . (identifier) @name [(enum_declaration) (error_set_declaration)] @body) @enum
(function_declaration name: (_) @name body: (_) @body) @function
(function_declaration name: (_) @name) @function
(container_field name: (identifier) @name) @field
(variable_declaration (error_set_declaration (identifier) @name @field))
(source_file (variable_declaration "const" . (identifier) @name) @constant)
(source_file (variable_declaration . (identifier) @name) @variable)
(struct_declaration (variable_declaration . (identifier) @name) @constant)
(enum_declaration (variable_declaration . (identifier) @name) @constant)
(union_declaration (variable_declaration . (identifier) @name) @constant)

((builtin_function (builtin_identifier) @_import (arguments (string (string_content) @import))) (#eq? @_import "@import"))

(parameter name: (identifier) @local)
(block (variable_declaration . (identifier) @local))
(payload (identifier) @local)

(comment) @comment
