/**
 * Shell function that runs `./configure`, and where it stops for want of something says what it says to do without: with the option that its last error names
 * (`disable TLS with --without-ssl`), or with `--without-x` where the error is about an `x` that its help has such an option for. Five times at most, each
 * option once. Leaves the options in `options`, and how often it was tried again in `again`; its output goes to the standard output.
 */
export const configureFunction = `
configured() {
  options=--disable-dependency-tracking again=0
  while :; do
    if said=$(./configure $options 2>&1); then printf '%s\\n' "$said"; return 0; fi
    printf '%s\\n' "$said"
    why=$(printf '%s\\n' "$said" | sed -n 's/^configure: error: //p' | tail -n 1)
    without=$(printf '%s\\n' "$why" | grep -o -e '--\\(without\\|disable\\)-[a-z0-9][a-z0-9-]*' | head -n 1)
    if [ -z "$without" ]; then
      help=$(./configure --help 2>&1)
      for word in $(printf '%s' "$why" | tr '[:upper:]' '[:lower:]' | tr -cs '[:alnum:]' ' '); do
        printf '%s\\n' "$help" | grep -q -e "--with\\(out\\)\\{0,1\\}-$word\\([^a-z0-9-]\\|$\\)" || continue
        without=--without-$word
        break
      done
    fi
    case " $options " in *" $without "*) return 1 ;; esac
    [ -n "$without" ] && [ $again -lt 5 ] || return 1
    again=$((again + 1))
    options="$options $without"
    echo "configured once more, with $options"
  done
}
`;
