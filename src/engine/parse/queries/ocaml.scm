; What stands in a module, not what a function binds for itself.
(compilation_unit (value_definition (let_binding pattern: [(value_name) @name (parenthesized_operator (_) @name)] (parameter) body: (_) @body) @function))
(structure (value_definition (let_binding pattern: [(value_name) @name (parenthesized_operator (_) @name)] (parameter) body: (_) @body) @function))
(compilation_unit (value_definition (let_binding pattern: (value_name) @name body: [(fun_expression) (function_expression)] @body) @function))
(structure (value_definition (let_binding pattern: (value_name) @name body: [(fun_expression) (function_expression)] @body) @function))
(compilation_unit (value_definition (let_binding pattern: (value_name) @name) @constant))
(structure (value_definition (let_binding pattern: (value_name) @name) @constant))
(method_definition (method_name) @name body: (_) @body) @method
(method_definition (method_name) @name) @method
(class_binding (class_name) @name body: (_) @body) @class

(let_expression (value_definition (let_binding pattern: (value_name) @local)))
(value_pattern) @local
