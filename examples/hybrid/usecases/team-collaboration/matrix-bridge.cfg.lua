-- Matrix rooms through a bridge (such as matrix-bifrost), which connects as a component (XEP-0114) and proves
-- itself with PROSODY_MATRIX_SECRET.

if ENV_PROSODY_MATRIX_SECRET then
	Component "matrix.example.org"
	component_secret = ENV_PROSODY_MATRIX_SECRET
	validate_from_addresses = true -- it may speak for its own users only
end
