; Scala 2 and 3.
(class_definition name: (_) @name body: (_) @body) @class
(class_definition name: (_) @name) @class
(object_definition name: (_) @name body: (_) @body) @class
(object_definition name: (_) @name) @class
(package_object name: (_) @name body: (_) @body) @module
(trait_definition name: (_) @name body: (_) @body) @interface
(trait_definition name: (_) @name) @interface
(enum_definition name: (_) @name body: (_) @body) @enum
(simple_enum_case name: (_) @name) @field
(full_enum_case name: (_) @name) @field
(given_definition name: (_) @name body: (_) @body) @class
(given_definition return_type: [(type_identifier) @name (generic_type type: (_) @name)] body: (with_template_body) @body) @scope
(extension_definition parameters: (parameters (parameter type: [(type_identifier) @name (generic_type type: (_) @name)])) body: (_) @body) @scope
(function_definition name: (_) @name body: (_) @body) @function
(function_declaration name: (_) @name) @function
(type_definition name: (_) @name) @type
(class_definition "case" class_parameters: (class_parameters (class_parameter name: (identifier) @name) @field))
(class_parameters (class_parameter ["val" "var"] name: (identifier) @name) @field)
(template_body (val_definition pattern: (identifier) @name) @field)
(template_body (var_definition pattern: (identifier) @name) @field)
(template_body (val_declaration name: (identifier) @name) @field)
(template_body (var_declaration name: (identifier) @name) @field)
(compilation_unit (val_definition pattern: (identifier) @name) @constant)
(compilation_unit (var_definition pattern: (identifier) @name) @variable)

(import_declaration) @import

(parameter name: (identifier) @local)
(class_parameter name: (identifier) @local)
(block (val_definition pattern: (identifier) @local))
(block (var_definition pattern: (identifier) @local))
(indented_block (val_definition pattern: (identifier) @local))
(indented_block (var_definition pattern: (identifier) @local))
(lambda_expression parameters: (identifier) @local)
(binding name: (identifier) @local)
(case_clause pattern: (identifier) @local)
(typed_pattern pattern: (identifier) @local)
(enumerator . (identifier) @local)
(interpolated_string_expression interpolator: (identifier) @local)

(annotation) @line_attribute
(comment) @comment
(block_comment) @comment
