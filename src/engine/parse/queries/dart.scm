; A body follows its signature as a node of its own.
(class_definition name: (_) @name body: (_) @body) @class
(mixin_declaration . (mixin) . (identifier) @name (class_body) @body) @class
(extension_declaration name: (_) @name body: (_) @body) @class
(enum_declaration name: (_) @name body: (_) @body) @enum
(enum_constant name: (_) @name) @field
(type_alias . (type_identifier) @name) @type
((method_signature [
    (function_signature name: (_) @name)
    (getter_signature name: (_) @name)
    (setter_signature name: (_) @name)
    (operator_signature (binary_operator) @name)
    (constructor_signature (identifier) @name . (formal_parameter_list))
    (factory_constructor_signature (identifier) @name . (formal_parameter_list))
  ]) @method . (function_body) @body)
((function_signature name: (_) @name) @function . (function_body) @body)
((getter_signature name: (_) @name) @function . (function_body) @body)
((setter_signature name: (_) @name) @function . (function_body) @body)
(declaration [
    (function_signature name: (_) @name)
    (getter_signature name: (_) @name)
    (setter_signature name: (_) @name)
    (constructor_signature (identifier) @name . (formal_parameter_list))
    (constant_constructor_signature (identifier) @name . (formal_parameter_list))
    (factory_constructor_signature (identifier) @name . (formal_parameter_list))
    (redirecting_factory_constructor_signature (identifier) @name . (formal_parameter_list))
  ]) @method
(declaration (initialized_identifier_list (initialized_identifier . (identifier) @name))) @field
(declaration (static_final_declaration_list (static_final_declaration . (identifier) @name))) @field
(program (static_final_declaration_list (static_final_declaration . (identifier) @name) @constant))
(program (initialized_identifier_list (initialized_identifier . (identifier) @name) @variable))

(import_specification (configurable_uri (uri (string_literal) @import)))
(library_export (configurable_uri (uri (string_literal) @import)))
(part_directive (uri (string_literal) @import))

(formal_parameter name: (identifier) @local)
(initialized_variable_definition name: (identifier) @local)
(for_loop_parts name: (identifier) @local)
(catch_parameters (identifier) @local)
(label (identifier) @local)

(annotation) @line_attribute
(documentation_comment) @comment
(comment) @comment
