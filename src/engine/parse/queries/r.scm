; A function is a value with a name; classes are calls.
(program (binary_operator lhs: [(identifier) (string)] @name operator: ["<-" "=" "<<-"] rhs: (function_definition body: (_) @body)) @function)
(program (binary_operator lhs: (identifier) @name operator: ["<-" "="] rhs: (call function: [(identifier) @_class (namespace_operator rhs: (identifier) @_class)]) @body) @class
  (#any-of? @_class "R6Class" "setRefClass" "ggproto" "new_class" "setClass"))
(argument name: (identifier) @_part value: (call function: (identifier) @_list
  arguments: (arguments argument: (argument name: (identifier) @name value: (function_definition body: (_) @body)) @method))
  (#any-of? @_part "public" "private" "active" "methods") (#eq? @_list "list"))
(argument name: (identifier) @_part value: (call function: (identifier) @_list
  arguments: (arguments argument: (argument name: (identifier) @name) @field))
  (#any-of? @_part "public" "private" "active") (#eq? @_list "list"))
(program (call function: (identifier) @_set arguments: (arguments . argument: (argument value: (string (string_content) @name)))) @class (#any-of? @_set "setClass" "setRefClass"))
(program (call function: (identifier) @_set arguments: (arguments . argument: (argument value: (string (string_content) @name)))) @function
  (#any-of? @_set "setGeneric" "setMethod" "setValidity"))
(program (binary_operator lhs: (identifier) @name operator: ["<-" "=" "<<-"]) @variable)

((call function: (identifier) @_library arguments: (arguments . argument: (argument value: (identifier) @import))) (#any-of? @_library "library" "require" "requireNamespace"))
((call function: (identifier) @_source arguments: (arguments . argument: (argument value: (string (string_content) @import)))) (#any-of? @_source "source" "library" "requireNamespace"))
(namespace_operator lhs: (identifier) @imported)

(parameter name: (identifier) @local)
(braced_expression (binary_operator lhs: (identifier) @local operator: ["<-" "="]))
(for_statement variable: (identifier) @local)
(argument name: (identifier) @local)

(comment) @comment
