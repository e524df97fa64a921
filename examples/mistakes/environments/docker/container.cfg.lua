-- In a container the output is the log, and the server is the only process.

log = replace { info = "*stdout" }
