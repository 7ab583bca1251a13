#!/bin/bash
# Makes local stand-ins for the base images that the Dockerfile and docker-compose.yml name, from Debian packages and from
# programs of this machine, under the same names. For trying both where no image can be pulled; never for use: they are
# neither as small nor as well kept as the real ones. Needs a Docker engine, debootstrap, a JDK 25 and the network.
#
#   dev/base-images.sh           all but Grafana, for which there is no Debian package
#   CONSUL_BIN, PROMETHEUS_BIN   programs to put into the images (default: what dev/consul.sh built, Debian's)
set -euo pipefail
cd "$(dirname "$0")/.."
. .mvn/jdk25.sh
find_jdk25

export DOCKER_BUILDKIT=1
docker=${DOCKER:-docker}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gostacker
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

base=gostacker-stand-in/debian
if ! $docker image inspect $base >/dev/null 2>&1; then
  echo "Debian" >&2
  debootstrap --variant=minbase --include=ca-certificates,curl bookworm "$work/debian" >&2
  tar -C "$work/debian" -c . | $docker import - $base >/dev/null
fi

# Builds an image from the Dockerfile on the standard input, with a folder as its context.
image() {
  echo "$1" >&2
  $docker build -q --network host -t "$1" -f - "$2" >/dev/null
}

packages() {
  echo "RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $* && rm -rf /var/lib/apt/lists/*"
}

# With the certificates that this machine trusts.
cp -RL "$JAVA_HOME" "$work/jdk"
cp -L /etc/ssl/certs/ca-certificates.crt "$work/jdk/certificates"
for kind in jdk jre; do
  image eclipse-temurin:25-$kind "$work/jdk" <<EOF
FROM $base
COPY . /opt/java/openjdk
RUN mv /opt/java/openjdk/certificates /etc/ssl/certs/ca-certificates.crt
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
EOF
done

# As the real one, which lets others than loopback connect.
cat >"$work/redis.sh" <<'EOF'
#!/bin/sh
exec "$@" --protected-mode no
EOF
chmod +x "$work/redis.sh"
image redis:7.4 "$work" <<EOF
FROM $base
$(packages redis-server)
COPY redis.sh /usr/local/bin/
VOLUME /data
WORKDIR /data
ENTRYPOINT ["redis.sh"]
CMD ["redis-server"]
EOF

# As the real one: a database, a user and a root password of the environment, made at the first start.
cat >"$work/mysql.sh" <<'EOF'
#!/bin/bash
set -eu
if [ ! -d /var/lib/mysql/mysql ]; then
  chown mysql:mysql /var/lib/mysql
  mariadb-install-db --user=mysql --datadir=/var/lib/mysql >/dev/null
  cat >/tmp/init.sql <<SQL
CREATE DATABASE $MYSQL_DATABASE;
CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD';
GRANT ALL ON $MYSQL_DATABASE.* TO '$MYSQL_USER'@'%';
ALTER USER root@localhost IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
SQL
  chmod 644 /tmp/init.sql
  set -- "$@" --init-file=/tmp/init.sql
fi
mkdir -p /run/mysqld
chown mysql:mysql /run/mysqld
exec mariadbd --user=mysql --datadir=/var/lib/mysql --bind-address=0.0.0.0 "$@"
EOF
chmod +x "$work/mysql.sh"
image mysql:8.4 "$work" <<EOF
FROM $base
$(packages mariadb-server)
RUN rm -rf /var/lib/mysql/* /etc/mysql/mariadb.conf.d/50-server.cnf
COPY mysql.sh /usr/local/bin/
VOLUME /var/lib/mysql
ENTRYPOINT ["mysql.sh"]
EOF

image nginx:1.29 "$work" <<EOF
FROM $base
$(packages nginx-light)
CMD ["nginx", "-g", "daemon off;"]
EOF

cp "${CONSUL_BIN:-$cache/consul}" "$work/consul"
image hashicorp/consul:1.16 "$work" <<EOF
FROM $base
COPY consul /usr/local/bin/
VOLUME /consul/data
ENTRYPOINT ["consul"]
EOF

if [ -n "${PROMETHEUS_BIN:-}" ]; then
  cp "$PROMETHEUS_BIN" "$work/prometheus"
  install='COPY prometheus /usr/local/bin/'
else
  install=$(packages prometheus)
fi
image prom/prometheus:v3.5.0 "$work" <<EOF
FROM $base
$install
VOLUME /prometheus
ENTRYPOINT ["prometheus", "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]
EOF
echo "The stand-ins are there" >&2
