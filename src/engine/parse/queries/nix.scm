; Functions, and keys that hold more than a value; the names of a path of attributes nest.
(binding attrpath: (attrpath) @name expression: (function_expression body: (_) @body)) @function
((binding attrpath: (attrpath) @name expression: (apply_expression function: (variable_expression name: (identifier) @_make))) @field (#any-of? @_make "mkOption" "mkEnableOption" "mkPackageOption"))
(binding attrpath: (attrpath) @name expression: [(attrset_expression) (rec_attrset_expression) (let_expression) (with_expression)] @body) @key
(binding attrpath: (attrpath) @name expression: (apply_expression argument: [(attrset_expression) (rec_attrset_expression)])) @key
(let_expression (binding_set (binding attrpath: (attrpath) @name) @variable))

(path_expression) @import

(formal name: (identifier) @local)
(function_expression universal: (identifier) @local)

(comment) @comment
