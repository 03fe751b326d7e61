(function_item name: (_) @name body: (_) @body) @function
(function_signature_item name: (_) @name) @function
(struct_item name: (_) @name body: (_) @body) @class
(struct_item name: (_) @name) @class
(union_item name: (_) @name body: (_) @body) @class
(enum_item name: (_) @name body: (_) @body) @enum
(trait_item name: (_) @name body: (_) @body) @interface
(impl_item type: [
    (type_identifier) @name
    (generic_type type: (type_identifier) @name)
    (scoped_type_identifier name: (type_identifier) @name)
    (reference_type type: (type_identifier) @name)
    (reference_type type: (generic_type type: (type_identifier) @name))
    (primitive_type) @name
  ] body: (_) @body) @scope
(type_item name: (_) @name) @type
(associated_type name: (_) @name) @type
(macro_definition name: (_) @name) @macro
(mod_item name: (_) @name body: (_) @body) @module
(mod_item name: (identifier) @import !body)
(extern_crate_declaration name: (identifier) @import)
(use_declaration argument: (_) @import)
(source_file (const_item name: (_) @name) @constant)
(declaration_list (const_item name: (_) @name) @constant)
(static_item name: (_) @name) @variable
(field_declaration name: (_) @name) @field
(enum_variant name: (_) @name) @field

(let_declaration pattern: (identifier) @local)
(parameter pattern: (identifier) @local)
(parameter pattern: (mut_pattern (identifier) @local))
(let_declaration pattern: (mut_pattern (identifier) @local))
(closure_parameters (identifier) @local)
(tuple_pattern (identifier) @local)
(tuple_struct_pattern (identifier) @local)
(for_expression pattern: (identifier) @local)

(attribute_item) @attribute
(line_comment) @comment
(block_comment) @comment
