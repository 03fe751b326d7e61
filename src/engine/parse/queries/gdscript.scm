; A script is a class, which may have a name.
(class_name_statement (name) @name) @class @onward
(class_definition name: (_) @name body: (_) @body) @class
(function_definition name: (_) @name body: (_) @body) @function
(constructor_definition "_init" @name body: (_) @body) @method
(enum_definition name: (_) @name body: (_) @body) @enum
(enumerator left: (identifier) @name) @field
(signal_statement (name) @name) @field
(source (const_statement name: (_) @name) @constant)
(class_definition body: (body (const_statement name: (_) @name) @constant))
(source (variable_statement name: (_) @name) @field)
(class_definition body: (body (variable_statement name: (_) @name) @field))

(extends_statement (string) @import)
((call (identifier) @_load (arguments (string) @import)) (#any-of? @_load "preload" "load"))

(parameters (identifier) @local)
(typed_parameter . (identifier) @local)
(default_parameter . (identifier) @local)
(typed_default_parameter . (identifier) @local)
(function_definition body: (body (variable_statement name: (_) @local)))
(if_statement body: (body (variable_statement name: (_) @local)))
(for_statement body: (body (variable_statement name: (_) @local)))
(for_statement left: (identifier) @local)

(annotation) @line_attribute
(comment) @comment
