-- RFC 6122, addresses: how names are compared. Prosody prepares them by itself (nameprep, nodeprep); `prosodyctl check`
-- tells of hosts whose name can't be an address. What is left to set are names that only look alike:

modules_enabled = { "mimicking" } -- no accounts whose names look like others' (Unicode confusables)
