; Shared by modules and interfaces.
(module_binding (module_name) @name body: (structure) @body) @module
(module_binding (module_name) @name module_type: (signature) @body) @module
(module_binding (module_name) @name) @module
(module_type_definition (module_type_name) @name body: (_) @body) @interface
(module_type_definition (module_type_name) @name) @interface
(type_binding name: (type_constructor) @name body: (record_declaration) @body) @class
(type_binding name: (type_constructor) @name body: (variant_declaration) @body) @enum
(type_binding name: (type_constructor) @name) @type
(field_declaration (field_name) @name) @field
(variant_declaration (constructor_declaration (constructor_name) @name) @field)
(exception_definition (constructor_declaration (constructor_name) @name)) @class
(value_specification (value_name) @name) @function
(external (value_name) @name) @function
(class_type_binding (class_type_name) @name) @interface

(open_module module: (_) @import)
(include_module module: (_) @import)

(comment) @comment
