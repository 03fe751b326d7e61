; A list is told by its first symbol.
((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit name: (sym_name) @name)) @module @onward (#eq? @_def "ns"))
((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit name: (sym_name) @name)) @function @body
  (#any-of? @_def "defn" "defn-" "defmulti" "defmethod" "deftest" "defn-spec" "s/defn"))
((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit name: (sym_name) @name)) @macro @body (#eq? @_def "defmacro"))
((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit name: (sym_name) @name)) @interface @body (#any-of? @_def "defprotocol" "definterface"))
((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit name: (sym_name) @name)) @class @body (#any-of? @_def "defrecord" "deftype" "defstruct"))
((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit name: (sym_name) @name)) @scope @body (#any-of? @_def "extend-type" "extend-protocol"))
(source (list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit name: (sym_name) @name)) @variable @body
  (#any-of? @_def "def" "defonce" "declare" "defstate" "defroutes" "defparameter"))
((list_lit . (sym_lit name: (sym_name) @_def) (list_lit . (sym_lit name: (sym_name) @name)) @method)
  (#any-of? @_def "defprotocol" "definterface"))
((list_lit . (sym_lit name: (sym_name) @_def) (list_lit . (sym_lit name: (sym_name) @name) . (vec_lit)) @method)
  (#any-of? @_def "defrecord" "deftype" "extend-type" "extend-protocol"))
((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit) . (vec_lit (sym_lit name: (sym_name) @name) @field)) (#any-of? @_def "defrecord" "deftype"))

((list_lit . (sym_lit name: (sym_name) @_def) . (sym_lit) . (str_lit) @docstring . (_)) (#any-of? @_def "defn" "defn-" "defmacro" "defprotocol" "defmulti" "def"))

((list_lit . (kwd_lit name: (kwd_name) @_require) [(sym_lit name: (sym_name) @import) (vec_lit . (sym_lit name: (sym_name) @import))])
  (#any-of? @_require "require" "use" "require-macros"))

((list_lit . (sym_lit name: (sym_name) @_binds) (vec_lit [(sym_lit name: (sym_name) @local) (vec_lit (sym_lit name: (sym_name) @local)) (map_lit (vec_lit (sym_lit name: (sym_name) @local)))]))
  (#any-of? @_binds "defn" "defn-" "fn" "let" "loop" "for" "doseq" "when-let" "if-let" "defmacro" "defmethod" "with-open" "dotimes"))
((list_lit . (sym_lit name: (sym_name) @_binds) (list_lit . (vec_lit (sym_lit name: (sym_name) @local)))) (#any-of? @_binds "defn" "defn-" "fn" "defmacro"))

(comment) @comment
