-- Prosody gives every file that it includes an environment of its own, which knows the current host. The loader
-- includes this file once for each layer, takes that environment and runs the layer in it.
(Lua or _G).package.loaded["tools.core.loader"].run_layer()
