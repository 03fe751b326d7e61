(namespace_definition name: (_) @name body: (_) @body) @module
(class_specifier name: (type_identifier) @name body: (_) @body) @class
(function_definition declarator: (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name) body: (_) @body) @function
(function_definition declarator: (reference_declarator (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name)) body: (_) @body) @function
(function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (field_identifier) @name)) body: (_) @body) @function
(function_definition declarator: (function_declarator declarator: (qualified_identifier
  scope: [(namespace_identifier) @receiver (template_type name: (type_identifier) @receiver)]
  name: [(identifier) (destructor_name) (operator_name)] @name)) body: (_) @body) @method
(function_definition declarator: (_ (function_declarator declarator: (qualified_identifier
  scope: [(namespace_identifier) @receiver (template_type name: (type_identifier) @receiver)]
  name: [(identifier) (destructor_name) (operator_name)] @name))) body: (_) @body) @method
(function_definition declarator: (function_declarator declarator: (qualified_identifier name: (qualified_identifier
  scope: [(namespace_identifier) @receiver (template_type name: (type_identifier) @receiver)]
  name: [(identifier) (destructor_name) (operator_name)] @name))) body: (_) @body) @method
(field_declaration declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name)) @method
(field_declaration declarator: (_ (function_declarator declarator: [(field_identifier) (operator_name)] @name))) @method
(alias_declaration name: (type_identifier) @name) @type
(concept_definition name: (identifier) @name) @type
(declaration_list (declaration declarator: (init_declarator declarator: (identifier) @name)) @variable)
(parameter_declaration declarator: (reference_declarator (identifier) @local))
(for_range_loop declarator: (identifier) @local)
(for_range_loop declarator: (reference_declarator (identifier) @local))
