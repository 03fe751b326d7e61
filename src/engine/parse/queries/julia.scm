(module_definition name: (identifier) @name . (_)? @body) @module
(function_definition (signature [
    (identifier) @name
    (call_expression . [(identifier) @name (field_expression value: (_) @receiver (identifier) @name)])
    (typed_expression . (call_expression . [(identifier) @name (field_expression value: (_) @receiver (identifier) @name)]))
    (where_expression . (call_expression . [(identifier) @name (field_expression value: (_) @receiver (identifier) @name)]))
    (where_expression . (typed_expression . (call_expression . [(identifier) @name (field_expression value: (_) @receiver (identifier) @name)])))
  ]) . (_)? @body) @function
(assignment . [
    (call_expression . [(identifier) @name (field_expression value: (_) @receiver (identifier) @name)])
    (typed_expression . (call_expression . [(identifier) @name (field_expression value: (_) @receiver (identifier) @name)]))
    (where_expression . (call_expression . [(identifier) @name (field_expression value: (_) @receiver (identifier) @name)]))
  ]) @function
(macro_definition (signature (call_expression . (identifier) @name)) . (_)? @body) @macro
(struct_definition (type_head [
    (identifier) @name
    (parametrized_type_expression . (identifier) @name)
    (binary_expression . [(identifier) @name (parametrized_type_expression . (identifier) @name)])
  ]) . (_)? @body) @class
(abstract_definition (type_head [
    (identifier) @name
    (parametrized_type_expression . (identifier) @name)
    (binary_expression . [(identifier) @name (parametrized_type_expression . (identifier) @name)])
  ])) @interface
(struct_definition (typed_expression . (identifier) @name) @field)
(struct_definition (identifier) @name @field)
(struct_definition (assignment . [(typed_expression . (identifier) @name) (identifier) @name]) @field)
((macrocall_expression (macro_identifier (identifier) @_enum) (macro_argument_list . (identifier) @name)) @enum (#eq? @_enum "enum"))
(const_statement (assignment . (identifier) @name)) @constant
(source_file (assignment . (identifier) @name) @variable)
(module_definition (assignment . (identifier) @name) @variable)

(export_statement (identifier) @repeated)

(using_statement [(identifier) (scoped_identifier) (import_path)] @import)
(using_statement (selected_import . (_) @import))
(import_statement [(identifier) (scoped_identifier) (import_path)] @import)
(import_statement (selected_import . (_) @import))
((call_expression . (identifier) @_include (argument_list (string_literal (content) @import))) (#eq? @_include "include"))

(signature (_ (argument_list [(identifier) @local (typed_expression . (identifier) @local) (named_argument . (identifier) @local)])))
(signature (_ (_ (argument_list [(identifier) @local (typed_expression . (identifier) @local) (named_argument . (identifier) @local)]))))
(assignment . (call_expression (argument_list [(identifier) @local (typed_expression . (identifier) @local)])))
(assignment . (identifier) @local)
(for_binding . (identifier) @local)
(arrow_function_expression . (identifier) @local)
(arrow_function_expression . (argument_list (identifier) @local))

((string_literal) @comment . [(function_definition) (struct_definition) (abstract_definition) (macro_definition) (assignment) (const_statement) (identifier) (call_expression) (macrocall_expression) (module_definition)])
(line_comment) @comment
(block_comment) @comment
