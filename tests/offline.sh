#!/bin/sh
# Install a bundle on a bare Debian 12 with the cable pulled, serve, upgrade in place, and go back.
#
#   sudo sh tests/offline.sh build/bundle/cockpit-….tar.gz
#
# Needs debootstrap and unshare, the internet once for the bare system (kept in build/offline), and some five minutes.
set -eu

bundle=${1:?a bundle made by make bundle}
root=$(cd "$(dirname "$0")/.." && pwd)
tree=$root/build/offline

if [ ! -e "$tree/usr" ]; then
    mkdir -p "$tree"
    debootstrap --variant=minbase bookworm "$tree" "${MIRROR:-http://deb.debian.org/debian}"
fi
for place in proc dev; do mountpoint -q "$tree/$place" || mount --bind "/$place" "$tree/$place"; done
trap 'umount "$tree/proc" "$tree/dev"' EXIT
rm -rf "$tree/root/try" "$tree"/opt/cockpit*
mkdir "$tree/root/try"
tar -xzf "$bundle" -C "$tree/root/try" --strip-components 1

cat > "$tree/root/inside.sh" <<'INSIDE'
set -eu
export DEBIAN_FRONTEND=noninteractive
cd /root/try
apt-get install -y -qq --no-install-recommends ./debian/*.deb > /root/apt.log 2>&1 || { tail /root/apt.log; exit 1; }
sh install.sh /opt/cockpit
cd /opt/cockpit
.venv/bin/python -m data start
.venv/bin/streamlit run app.py --server.address 127.0.0.1 --server.port 8501 > /root/serve.log 2>&1 &
served=$!
for _ in $(seq 120); do
    python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/readyz')" 2>/dev/null && break
    sleep 1
done
python3 -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8501/').url)"
.venv/bin/python -m data doctor || true
kill $served
sh /root/try/install.sh /opt/cockpit
sh /root/try/install.sh --back /opt/cockpit
INSIDE
unshare --net sh -c 'ip link set lo up 2>/dev/null; exec chroot "$0" /bin/sh /root/inside.sh' "$tree"
echo "安装、运行、升级、退回都没有用到网络 / installed, served, upgraded and gone back without a network"
