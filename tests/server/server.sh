#!/bin/sh
# Starts real Prosody with each tree that `prosody-ls init` writes, in each release that tests/fetch-prosody.sh unpacked:
# it comes up, its log is free of errors, two clients log in over TLS and one sends the other a message, an edited layer
# takes effect on reload, and `prosodyctl check config` has nothing to say whatever is chosen. All on the loopback
# interface, with a certificate of our own, in target/server/.
#
#   tests/server/server.sh [RELEASE...]
#
# Needs openssl and Python 3; slixmpp, the client library, comes from PyPI into target/tools/python.
set -eu

cd "$(dirname "$0")/../.."
workspace=$PWD
python=$workspace/target/tools/python
if ! PYTHONPATH=$python python3 -c 'import slixmpp' 2>/dev/null; then
	python3 -m pip install --quiet --disable-pip-version-check --target "$python" slixmpp
fi
cargo build --quiet --locked

domain=example.test
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null' EXIT
trap 'exit 1' HUP INT TERM

# wait_for SECONDS COMMAND...
wait_for() {
	left=$(($1 * 10))
	shift
	until "$@"; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		sleep 0.1
	done
}

# become PROGRAM ARGUMENT...: a program of the release, with the Lua and the libraries that it was built for.
become() {
	program=$1
	shift
	export LUA_PATH="$root/usr/share/lua/5.4/?.lua;$root/usr/share/lua/5.4/?/init.lua" LUA_CPATH="$modules/?.so"
	exec "$loader" --library-path "$libraries" "$root/usr/bin/lua5.4" "$place/bin/$program" \
		--config "$place/config/prosody.cfg.lua" "$@"
}

control() {
	(become prosodyctl "$@") </dev/null
}

reloaded() {
	control shell "config:get('$domain', 'archive_expires_after')" | grep -q 5y
}

# checked [NAME=VALUE...]: `prosodyctl check config` has nothing to say.
checked() {
	(
		[ $# -eq 0 ] || export "$@"
		control check config
	) >"$place/check" 2>&1 || true
	if ! grep -q '^All checks passed' "$place/check" || grep -E '(error|warn)	' "$place/check"; then
		echo "$release, $layout, ${*:-nothing chosen}:" >&2
		cat "$place/check" >&2
		exit 1
	fi
}

# try LAYOUT: with the release at hand.
try() {
	layout=$1
	place=$workspace/target/server/$release-$layout
	rm -rf "$place"
	mkdir -p "$place/bin" "$place/data"
	for program in prosody prosodyctl; do
		# The packages say where they are installed: here they are not.
		sed "s,'/usr/lib/prosody,'$root/usr/lib/prosody,; s,'/var/lib/prosody','$place/data'," \
			"$root/usr/bin/$program" >"$place/bin/$program"
	done
	target/debug/prosody-ls init "$place/config" --layout "$layout" --domain "$domain" --prosody "$release" >/dev/null
	mkdir "$place/config/certs"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$domain" \
		-addext "subjectAltName=DNS:$domain,DNS:*.$domain" \
		-keyout "$place/config/certs/$domain.key" -out "$place/config/certs/$domain.crt" 2>/dev/null

	# What is only so here, as a layer of its own.
	port=$(python3 tests/server/free_ports.py)
	cat >"$place/config/this-machine.cfg.lua" <<-LAYER
		interfaces = { "127.0.0.1" }
		c2s_ports = replace { $port }
		c2s_direct_tls_ports = replace { $((port + 1)) }
		s2s_ports = replace { $((port + 2)) }
		s2s_direct_tls_ports = replace {}
		http_ports = replace { $((port + 3)) }
		https_ports = replace { $((port + 4)) }
		component_ports = replace { $((port + 5)) }
		proxy65_ports = replace { $((port + 6)) }
		pidfile = "$place/prosody.pid"
		data_path = "$place/data"
		admin_socket = "$place/prosody.sock"
		log = replace { info = "$place/prosody.log" }
		run_as_root = true
		prosody_user = "$(id -un)"
		prosody_group = "$(id -gn)"
	LAYER
	case $layout in
	debian | single)
		# Without the loader the later file replaces anyway.
		sed -i 's/replace //' "$place/config/this-machine.cfg.lua"
		sed -i '0,/^\(VirtualHost\|Include\)/s//Include "this-machine.cfg.lua"\n&/' "$place/config/prosody.cfg.lua"
		;;
	*)
		echo 'require "tools.core.loader".load_file("this-machine.cfg.lua")' >>"$place/config/prosody.cfg.lua"
		;;
	esac

	for user in romeo juliet; do
		control register "$user" "$domain" "secret of $user" >>"$place/output" 2>&1
	done
	(become prosody -F) >>"$place/output" 2>&1 &
	server=$!
	wait_for 20 test -S "$place/prosody.sock" || { cat "$place/output" "$place/prosody.log" >&2; exit 1; }

	PYTHONPATH=$python timeout 30 python3 tests/server/client.py "$domain" "$port" "$place/config/certs/$domain.crt"

	grep -rl 'archive_expires_after = "1y"' "$place/config" | xargs sed -i 's/archive_expires_after = "1y"/archive_expires_after = "5y"/'
	control reload >>"$place/output" 2>&1
	wait_for 10 reloaded || { echo "$release, $layout: the edited layer has no effect" >&2; exit 1; }

	if grep -E '	(error|warn)	' "$place/prosody.log"; then
		echo "$release, $layout: the log tells of something wrong" >&2
		exit 1
	fi
	# Some choices together: the first, the second, ... of every folder.
	for number in 1 2 3 4 5 6; do
		set --
		for folder in environments:PROSODY_ENVIRONMENT policies/security-levels:PROSODY_SECURITY_LEVEL \
			policies/security:PROSODY_SECURITY_LEVEL policies/performance-tiers:PROSODY_PERFORMANCE_TIER \
			policies/performance:PROSODY_PERFORMANCE_TIER policies/compliance:PROSODY_COMPLIANCE \
			usecases:PROSODY_USECASE clients:PROSODY_CLIENT_OPTS; do
			[ -d "$place/config/${folder%:*}" ] || continue
			choice=$(ls "$place/config/${folder%:*}" | sed -n "${number}s,\.cfg\.lua\$,,;${number}p")
			[ -z "$choice" ] || set -- "$@" "${folder#*:}=$choice"
		done
		[ $# -eq 0 ] || checked "$@"
	done
	# All choices, one at a time: what Prosody's own check says of them.
	checked
	for folder in environments usecases clients policies/security-levels policies/security policies/performance-tiers \
		policies/performance policies/compliance policies/data-governance; do
		[ -d "$place/config/$folder" ] || continue
		for choice in $(cd "$place/config/$folder" && find . -name '*.cfg.lua' | sed 's,^\./,,; s,\.cfg\.lua$,,'); do
			case $folder in
			environments) checked "PROSODY_ENVIRONMENT=${choice%%/*}" ;;
			usecases) checked "PROSODY_USECASE=$choice" ;;
			clients) checked "PROSODY_CLIENT_OPTS=$choice" ;;
			policies/security*) checked "PROSODY_SECURITY_LEVEL=$choice" ;;
			policies/performance*) checked "PROSODY_PERFORMANCE_TIER=$choice" ;;
			policies/compliance) checked "PROSODY_COMPLIANCE=$choice" ;;
			policies/data-governance) checked "PROSODY_DATA_GOVERNANCE=$choice" ;;
			esac
		done
	done

	kill "$server"
	wait "$server" || true
	server=
	echo "Prosody $release, $layout: starts, lets clients in, delivers, reloads, has nothing to complain of"
}

for release in ${*:-0.12.3 13.0.1 13.0.7}; do
	root=$workspace/target/prosody/$release
	[ -x "$root/usr/bin/lua5.4" ] || { echo "no Prosody $release: tests/fetch-prosody.sh gets it" >&2; exit 1; }
	libraries= loader= modules=
	for directory in "$root"/lib/*-linux-gnu* "$root"/usr/lib/*-linux-gnu*; do
		[ -d "$directory" ] || continue
		libraries=$libraries:$directory
		for file in "$directory"/ld-linux*.so.*; do [ ! -e "$file" ] || loader=$file; done
		[ ! -d "$directory/lua/5.4" ] || modules=$directory/lua/5.4
	done
	libraries=${libraries#:}
	for layout in hybrid layers clients xeps debian single; do
		try "$layout"
	done
done
