; A type annotation and its value are one definition.
(module_declaration name: (_) @name) @module @onward
(file (type_annotation name: (_) @name) @function @clause)
(file (value_declaration functionDeclarationLeft: (function_declaration_left . (lower_case_identifier) @name) body: (_) @body) @function @clause)
(port_annotation name: (_) @name) @function
(type_alias_declaration name: (_) @name) @class
(type_declaration name: (_) @name) @enum
(union_variant name: (_) @name) @field
(type_alias_declaration typeExpression: (type_expression part: (record_type fieldType: (field_type name: (_) @name) @field)))

(import_clause moduleName: (_) @import)
(module_declaration exposing: (exposing_list [(exposed_type (upper_case_identifier) @repeated) (exposed_value (lower_case_identifier) @repeated)]))

(lower_pattern (lower_case_identifier) @local)
(let_in_expr valueDeclaration: (value_declaration functionDeclarationLeft: (function_declaration_left . (lower_case_identifier) @local)))
(record_base_identifier (lower_case_identifier) @local)

(block_comment) @comment
(line_comment) @comment
