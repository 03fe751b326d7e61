; Terraform: a resource is called by its type and its name, as expressions call it. Other blocks of the top are keys.
(config_file (body (block (identifier) @_kind . (string_lit (template_literal) @receiver) . (string_lit (template_literal) @name) (body)? @body) @class
  (#any-of? @_kind "resource" "data" "ephemeral")))
(config_file (body (block (identifier) @_kind . (string_lit (template_literal) @name) (body)? @body) @module (#eq? @_kind "module")))
(config_file (body (block (identifier) @_kind . (string_lit (template_literal) @name) (body)? @body) @variable (#any-of? @_kind "variable" "output")))
(config_file (body (block (identifier) @_locals (body (attribute (identifier) @name) @variable)) (#eq? @_locals "locals")))
(config_file (body (block (identifier) . (string_lit (template_literal) @receiver) . (string_lit (template_literal) @name) (body)? @body) @key))
(config_file (body (block (identifier) . (string_lit (template_literal) @name) . (block_start) (body)? @body) @key))
(config_file (body (block (identifier) @name . (block_start) (body)? @body) @key))
(config_file (body (attribute (identifier) @name) @key))

(config_file (body (block (identifier) @_module (body (attribute (identifier) @_source (expression (literal_value (string_lit (template_literal) @import)))))
  (#eq? @_module "module") (#eq? @_source "source"))))

(for_intro (identifier) @local)
(comment) @comment
