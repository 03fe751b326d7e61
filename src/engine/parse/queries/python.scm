(function_definition name: (identifier) @name body: (_) @body) @function
(class_definition name: (identifier) @name body: (_) @body) @class
(type_alias_statement left: (type (identifier) @name)) @type
(module (expression_statement (assignment left: (identifier) @name) @variable))
(module (if_statement (block (expression_statement (assignment left: (identifier) @name) @variable))))
(module (try_statement (block (expression_statement (assignment left: (identifier) @name) @variable))))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name) @field)))
((assignment left: (attribute object: (identifier) @_self attribute: (identifier) @name)) @field (#eq? @_self "self"))

(function_definition body: (block . (expression_statement (string) @docstring)))
(class_definition body: (block . (expression_statement (string) @docstring)))

(import_statement name: (dotted_name) @import)
(import_statement name: (aliased_import name: (dotted_name) @import))
(import_from_statement module_name: (_) @import)
; In `from . import near` the module is the name.
(import_from_statement module_name: (relative_import (import_prefix) .) name: (dotted_name) @import)
(import_from_statement name: (dotted_name (identifier) @imported))
(import_from_statement name: (aliased_import alias: (identifier) @imported))

(parameters (identifier) @local)
(typed_parameter (identifier) @local)
(default_parameter name: (identifier) @local)
(typed_default_parameter name: (identifier) @local)
(list_splat_pattern (identifier) @local)
(dictionary_splat_pattern (identifier) @local)
(lambda_parameters (identifier) @local)
(assignment left: (identifier) @local)
(pattern_list (identifier) @local)
(tuple_pattern (identifier) @local)
(for_statement left: (identifier) @local)
(for_in_clause left: (identifier) @local)
(as_pattern_target (identifier) @local)
(keyword_argument name: (identifier) @local)

(decorator) @attribute
(comment) @comment
