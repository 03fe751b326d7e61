; Members of an extension belong to the type that it extends.
(class_declaration declaration_kind: "extension" name: (user_type) @name body: (_) @body) @scope
(class_declaration declaration_kind: "enum" name: (_) @name body: (_) @body) @enum
(class_declaration name: (type_identifier) @name body: (_) @body) @class
(protocol_declaration name: (_) @name body: (_) @body) @interface
(function_declaration name: (simple_identifier) @name body: (function_body) @body) @function
(function_declaration name: ["+" "-" "*" "/" "%" "==" "!=" "<" ">" "<=" ">=" (custom_operator)] @name body: (function_body) @body) @function
(protocol_function_declaration name: (simple_identifier) @name) @function
(function_declaration name: "init" @name body: (function_body) @body) @method
(protocol_function_declaration name: "init" @name) @method
(deinit_declaration "deinit" @name body: (_) @body) @method
(subscript_declaration "subscript" @name) @method
(typealias_declaration name: (type_identifier) @name) @type
(associatedtype_declaration name: (_) @name) @type
(enum_entry name: (simple_identifier) @name) @field
(class_body (property_declaration name: (pattern (simple_identifier) @name) computed_value: (_) @body) @method)
(enum_class_body (property_declaration name: (pattern (simple_identifier) @name) computed_value: (_) @body) @method)
(class_body (property_declaration name: (pattern (simple_identifier) @name)) @field)
(enum_class_body (property_declaration name: (pattern (simple_identifier) @name)) @field)
(protocol_property_declaration name: (pattern (simple_identifier) @name)) @field
(source_file (property_declaration (value_binding_pattern mutability: "let") name: (pattern (simple_identifier) @name)) @constant)
(source_file (property_declaration name: (pattern (simple_identifier) @name)) @variable)

(import_declaration (identifier) @import)

(statements (property_declaration name: (pattern (simple_identifier) @local)))
(parameter external_name: (simple_identifier) @local)
(parameter name: (simple_identifier) @local)
(lambda_parameter (simple_identifier) @local)
(for_statement item: (pattern (simple_identifier) @local))
(guard_statement bound_identifier: (simple_identifier) @local)
(if_statement bound_identifier: (simple_identifier) @local)
(value_argument_label (simple_identifier) @local)

(attribute) @line_attribute
(comment) @comment
(multiline_comment) @comment
