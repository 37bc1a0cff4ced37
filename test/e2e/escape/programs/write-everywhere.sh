# Prints every path outside of the work folder and the private ones that could be written.
for place in / /usr /usr/bin /usr/local /etc /bin /lib /lib64 /run /run/reprove /var /home /opt /srv /mnt /root /dev \
  /proc /proc/sys/kernel /sys /tools /tools/node /boot; do
  if ( echo escaped > "$place/escaped" ) 2>/dev/null; then echo "wrote $place/escaped"; fi
done
for file in /etc/passwd /etc/hosts /tools/node/node /run/reprove/helper.cjs /bin/sh /usr/bin/env \
  /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sysrq-trigger /dev/mem /dev/kmsg /dev/sda /dev/vda; do
  if ( : >> "$file" ) 2>/dev/null; then echo "opened $file"; fi
  [ -e "$file" ] || continue
  if rm -f "$file" 2>/dev/null && [ ! -e "$file" ]; then echo "removed $file"; fi
done
if mknod /build/disk b 254 0 2>/dev/null; then echo 'made a device'; fi
echo allowed > /build/allowed && echo allowed > /tmp/allowed && echo allowed > "$HOME/allowed" && echo 'may write its own'
