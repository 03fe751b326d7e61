(class name: (_) @name body: (_) @body) @class
(class name: (_) @name) @class
(module name: (_) @name body: (_) @body) @module
(module name: (_) @name) @module
(method name: (_) @name body: (_) @body) @function
(method name: (_) @name) @function
(singleton_method name: (_) @name body: (_) @body) @method
(singleton_method name: (_) @name) @method
(assignment left: (constant) @name) @constant
((call method: (identifier) @_attr arguments: (argument_list (simple_symbol) @name)) @field (#match? @_attr "^attr_"))

((call method: (identifier) @_require arguments: (argument_list . (string) @import)) (#match? @_require "^require(_relative)?$"))

(method_parameters (identifier) @local)
(splat_parameter name: (identifier) @local)
(hash_splat_parameter name: (identifier) @local)
(keyword_parameter name: (identifier) @local)
(optional_parameter name: (identifier) @local)
(block_parameter name: (identifier) @local)
(block_parameters (identifier) @local)
(assignment left: (identifier) @local)
(left_assignment_list (identifier) @local)

(comment) @comment
