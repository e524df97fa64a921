-- Psi and Psi+ also know the older ways of storing things.

modules_enabled = {
	"private", -- XEP-0049
	"vcard_legacy", -- XEP-0054, XEP-0153
	"lastactivity", -- XEP-0012
}
