-- Message archives. This assignment replaces the list of the entry file: roster, tls and the others are gone.
modules_enabled = {
	"mam"; -- XEP-0313
	"smacks"; -- XEP-0198
	"message_reactions"; -- exists nowhere
}
