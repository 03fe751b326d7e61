; Everything is a call: what it defines is told by the name that is called.
(call target: (identifier) @_def (arguments . (alias) @name) (do_block) @body (#eq? @_def "defmodule")) @module
(call target: (identifier) @_def (arguments . (alias) @name) (do_block) @body (#eq? @_def "defprotocol")) @interface
(call target: (identifier) @_def (arguments (keywords (pair key: (keyword) @_for value: (alias) @name))) (do_block) @body
  (#eq? @_def "defimpl") (#match? @_for "^for:")) @scope
(call target: (identifier) @_def (arguments . (alias) @name) (do_block) @body (#eq? @_def "defimpl")) @scope
(call target: (identifier) @_def
  (arguments . [(identifier) @name (call target: (identifier) @name) (binary_operator left: [(identifier) @name (call target: (identifier) @name)] operator: "when")])
  (do_block)? @body
  (#any-of? @_def "def" "defp" "defdelegate" "defn" "defnp")) @function @clause
(call target: (identifier) @_def
  (arguments . [(identifier) @name (call target: (identifier) @name) (binary_operator left: [(identifier) @name (call target: (identifier) @name)] operator: "when")])
  (do_block)? @body
  (#any-of? @_def "defmacro" "defmacrop" "defguard" "defguardp")) @macro @clause
(unary_operator operator: "@" operand: (call target: (identifier) @_type
  (arguments . (binary_operator left: [(identifier) @name (call target: (identifier) @name)] operator: "::")))
  (#any-of? @_type "type" "typep" "opaque")) @type
(unary_operator operator: "@" operand: (call target: (identifier) @_callback
  (arguments . (binary_operator left: (call target: (identifier) @name) operator: "::")))
  (#any-of? @_callback "callback" "macrocallback")) @function
(unary_operator operator: "@" operand: (call target: (identifier) @name)
  (#not-any-of? @name "doc" "moduledoc" "typedoc" "spec" "impl" "type" "typep" "opaque" "callback" "macrocallback" "behaviour" "deprecated"
    "tag" "moduletag" "describetag" "derive" "enforce_keys" "optional_callbacks" "compile" "dialyzer" "external_resource" "shortdoc")) @constant
(call target: (identifier) @_def (arguments (keywords (pair key: (keyword) @name) @field)) (#any-of? @_def "defstruct" "defexception"))
(call target: (identifier) @_def (arguments (list (keywords (pair key: (keyword) @name) @field))) (#any-of? @_def "defstruct" "defexception"))
(call target: (identifier) @_def (arguments (list (atom) @name @field)) (#any-of? @_def "defstruct" "defexception"))

; What a function takes and gives is said above it.
(unary_operator operator: "@" operand: (call target: (identifier) @_spec
  (arguments . [(binary_operator left: (call target: (identifier) @repeated)) (binary_operator left: (binary_operator left: (call target: (identifier) @repeated)))]))
  (#eq? @_spec "spec"))

(do_block (unary_operator operator: "@" operand: (call target: (identifier) @_doc) (#eq? @_doc "moduledoc")) @docstring)

(call target: (identifier) @_uses (arguments . (alias) @import) (#any-of? @_uses "alias" "import" "use" "require"))
(call target: (identifier) @_uses (arguments . (dot) @import) (#any-of? @_uses "alias" "import" "use" "require"))

(call target: (identifier) @_def (arguments . (call (arguments [
    (identifier) @local
    (binary_operator [(identifier) @local (tuple (identifier) @local)])
    (tuple (identifier) @local)
    (list [(identifier) @local (binary_operator (identifier) @local)])
    (map (map_content (keywords (pair value: (identifier) @local))))
  ]))) (#any-of? @_def "def" "defp" "defmacro" "defmacrop"))
(call target: (identifier) @_def (arguments . (binary_operator left: (call (arguments [
    (identifier) @local
    (binary_operator [(identifier) @local (tuple (identifier) @local)])
    (tuple (identifier) @local)
    (list [(identifier) @local (binary_operator (identifier) @local)])
    (map (map_content (keywords (pair value: (identifier) @local))))
  ])))) (#any-of? @_def "def" "defp" "defmacro" "defmacrop"))
(binary_operator left: [(identifier) @local (tuple (identifier) @local) (list (identifier) @local)
  (map (map_content (keywords (pair value: (identifier) @local))))] operator: ["=" "<-"])
(stab_clause left: (arguments [(identifier) @local (tuple (identifier) @local) (list (identifier) @local)]))

(unary_operator operator: "@" operand: (call target: (identifier) @_doc) (#any-of? @_doc "doc" "typedoc")) @comment
(unary_operator operator: "@" operand: (call target: (identifier) @_mark)
  (#any-of? @_mark "spec" "impl" "deprecated" "tag" "describetag" "derive" "shortdoc")) @line_attribute
(comment) @comment
