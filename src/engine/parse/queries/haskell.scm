; What stands at the top of a module; the equations of a function and its signature are one definition.
(header module: (module) @name) @module @onward
(declarations (signature name: [(variable) @name (prefix_id (operator) @name)]) @function @clause)
(declarations (signature names: (binding_list name: (_) @name)) @function @clause)
(declarations (function name: [(variable) @name (prefix_id (operator) @name)] match: (_) @body) @function @clause)
(declarations (function (infix operator: (operator) @name) match: (_) @body) @function @clause)
(declarations (bind name: (_) @name match: (_) @body) @function @clause)
(declarations (data_type name: (_) @name) @class)
(declarations (newtype name: (_) @name) @class)
(declarations (type_synomym name: (_) @name) @type)
(declarations (type_family name: (_) @name) @type)
(declarations (data_family name: (_) @name) @type)
(declarations (pattern_synonym (_ synonym: (_) @name)) @function)
(declarations (class name: (_) @name declarations: (_) @body) @interface)
(declarations (class name: (_) @name) @interface)
; What an instance defines belongs to its type, as far as that has a name.
(declarations (instance patterns: (type_patterns . [
    (name) @name
    (parens (apply constructor: [(name) @name (apply constructor: [(name) @name (apply constructor: (name) @name)])]))
  ]) declarations: (_) @body) @scope)
(declarations (instance name: (_) @name declarations: (_) @body) @scope)
(declarations (foreign_import signature: (signature name: (_) @name)) @function)
(data_constructor constructor: (_ name: (constructor) @name)) @field
(gadt_constructor name: (constructor) @name) @field
(newtype_constructor name: (constructor) @name) @field
(field name: (field_name (variable) @name)) @field
(class_declarations (signature name: (_) @name) @method @clause)
(class_declarations (function name: (_) @name) @method @clause)
(class_declarations (bind name: (_) @name) @method @clause)
(instance_declarations (function name: (_) @name) @method @clause)
(instance_declarations (bind name: (_) @name) @method @clause)

(export [(variable) @repeated (name) @repeated])

(import module: (module) @import)

(patterns (variable) @local)
(local_binds (bind name: (variable) @local))
(local_binds (function name: (variable) @local))
(local_binds (signature name: (variable) @local))
(type_params bind: (variable) @local)
(patterns (_ (variable) @local))
(patterns (parens (apply [(variable) @local (apply [(variable) @local (apply (variable) @local)])])))
(alternative pattern: (_ [(variable) @local (apply (variable) @local)]))
(statement (_ pattern: (variable) @local))
(bind pattern: (_ (variable) @local))

(haddock) @comment
(comment) @comment

