(function_definition name: (_) @name body: (_) @body) @function
(program (variable_assignment name: (variable_name) @name) @variable)
(program (declaration_command (variable_assignment name: (variable_name) @name) @variable))

((command name: (command_name) @_source . argument: (_) @import) (#any-of? @_source "source" "."))

(comment) @comment
