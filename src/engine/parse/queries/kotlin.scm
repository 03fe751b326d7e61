(class_declaration "interface" (type_identifier) @name) @interface
(class_declaration (type_identifier) @name (enum_class_body) @body) @enum
(class_declaration (type_identifier) @name (class_body) @body) @class
(class_declaration (type_identifier) @name) @class
(object_declaration (type_identifier) @name) @class
(function_declaration (simple_identifier) @name (function_body) @body) @function
(function_declaration (simple_identifier) @name) @function
(type_alias (type_identifier) @name) @type
(class_body (property_declaration (variable_declaration (simple_identifier) @name)) @field)
(source_file (property_declaration (variable_declaration (simple_identifier) @name)) @variable)
(class_parameter (binding_pattern_kind) (simple_identifier) @name) @field
(enum_entry (simple_identifier) @name) @field

(import_header (identifier) @import)

(parameter (simple_identifier) @local)
(class_parameter (simple_identifier) @local)
(variable_declaration (simple_identifier) @local)

(annotation) @attribute
(line_comment) @comment
(multiline_comment) @comment
