# Sourced by scripts that unpack Debian packages without installing them. Needs apt-get and dpkg-deb, no root.
# The caller sets $work, an empty directory of its own.

# The mirror that this machine uses for the distribution's own packages.
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | head -n 1)}

# use_suite SUITE: an apt of our own for a suite: its lists, its cache, its idea of what is installed (nothing).
use_suite() {
	suite=$1
	mkdir -p "$work/$suite/state/lists/partial" "$work/$suite/cache/archives/partial" "$work/$suite/packages"
	: >"$work/$suite/status"
	echo "deb $mirror ${suite%-backports} main" >"$work/$suite/sources.list"
	case $suite in *-backports) echo "deb $mirror $suite main" >>"$work/$suite/sources.list" ;; esac
	private_apt update
}

private_apt() {
	apt-get -qq \
		-o Dir::State="$work/$suite/state" -o Dir::State::status="$work/$suite/status" \
		-o Dir::Cache="$work/$suite/cache" \
		-o Dir::Etc::sourcelist="$work/$suite/sources.list" -o Dir::Etc::sourceparts=- \
		-o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=- \
		-o APT::Sandbox::User= "$@"
}
