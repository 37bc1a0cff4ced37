import type { Variant } from './script.js';

/** What the source's own script makes, which may do more than call the tools. */
export const bootstrapped: Variant = {
  name: 'bootstrap',
  why: "the source's own script, which calls the tools",
  hides: 'nothing',
  options: [],
};

/** Names that projects give it, the usual first. */
export const bootstrapNames = ['autogen.sh', 'bootstrap', 'bootstrap.sh', 'buildconf'];

/**
 * Runs the script of the tag in a copy of the tree. In place of autoreconf it finds the tools as they were called the usual way; those that
 * copy macros or scripts over what is to be verified do nothing.
 */
export const bootstrapScript = `
root=$1 config=$2 makes=$3 script=$4
shift 4
into=/build/out/bootstrap stubs=/build/stubs
[ -d "$into" ] || cp -a /build/out/plain "$into"
mkdir -p "$stubs"
includes=
for folder; do includes="$includes -I $folder"; done
cat > "$stubs/autoreconf" <<END
#!/bin/sh
case " \\$* " in *' --version '*) autoconf --version | sed 's/^autoconf/autoreconf/'; exit;; esac
case " $makes " in *' aclocal '*) aclocal --force --automake-acdir="$config/acdir" --system-acdir="$config/sys" $includes;; esac
case " $makes " in *' autoconf '*) autoconf --force;; esac
case " $makes " in *' autoheader '*) autoheader --force;; esac
case " $makes " in *' automake '*) automake;; esac
exit 0
END
for tool in libtoolize glibtoolize autopoint gettextize gtkdocize intltoolize; do
  printf '#!/bin/sh\\nexit 0\\n' > "$stubs/$tool"
done
chmod 755 "$stubs"/*
export PATH="$stubs:/build/bin:$PATH" NOCONFIGURE=1
cd "$into/$root" || exit 9
sh "./$script"
exit 0
`;
