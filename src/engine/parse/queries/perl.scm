(package_statement (package_name) @name body: (_) @body) @module
(package_statement (package_name) @name) @module @onward
(function_definition name: (_) @name body: (_) @body) @function
(use_constant_statement constant: (identifier) @name) @constant
(use_constant_statement value: (hash_ref (call_expression_with_args_with_brackets (call_expression_with_bareword function_name: (identifier) @name) @constant) . (fat_comma)))
((call_expression_with_spaced_args (call_expression_with_bareword function_name: (identifier) @_has)
  args: (arguments . [
    (call_expression_with_args_with_brackets (call_expression_with_bareword function_name: (identifier) @name))
    (string_single_quoted) @name
  ])) @field (#eq? @_has "has"))
(source_file (binary_expression variable: (variable_declaration (scope) @_our [(scalar_variable) (array_variable) (hash_variable)] @sigiled)) @variable (#eq? @_our "our"))

(use_no_statement package_name: (package_name) @import)
(use_parent_statement (string_single_quoted) @import)
(require_statement (package_name) @import)

(pod_statement) @comment
(comments) @comment
