(function_statement (function_name) @name (script_block) @body) @function
(function_statement (function_name) @name) @function
(class_statement . (simple_name) @name [(class_property_definition) (class_method_definition)]? @body) @class
(class_method_definition (simple_name) @name (script_block) @body) @method
(class_property_definition (variable) @sigiled) @field
(enum_statement . (simple_name) @name) @enum
(enum_member (simple_name) @name) @field

((command command_name: (command_name) @_import command_elements: (command_elements (generic_token) @import)) (#any-of? @_import "Import-Module" "import-module" "using") (#not-any-of? @import "module" "namespace" "assembly"))
(command command_name: (command_name_expr (path_command_name) @import))

(comment) @comment
