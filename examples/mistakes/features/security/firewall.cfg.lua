-- Filtering by rules is a community module (firewall, with scripts in `firewall_scripts`). What Prosody does itself:

modules_enabled = {
	"mimicking", -- no accounts whose names look like others' (Unicode confusables)
}
