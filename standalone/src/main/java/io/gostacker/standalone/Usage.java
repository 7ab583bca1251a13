package io.gostacker.standalone;

/// The text of `./run --help`.
final class Usage {
  static final String TEXT =
      """
      GoStacker: a chat server in one process.

      ./run [options]                  start it; Ctrl-C stops it, the data stay
      ./run chat --user NAME           chat in this terminal (./run chat --help)

        --port N                       where clients connect (8080; 0 takes a free one)
        --data DIR                     where everything is kept (.data)
        --mysql-url jdbc:mysql://…     an existing MySQL or MariaDB database instead of an own one
        --mysql-user NAME              its user; the password is taken from GOSTACKER_MYSQL_PASSWORD
        --redis-url redis://…          an existing Redis instead of an own one; it must have
                                       'appendonly yes' and 'appendfsync always'
        --management-port N            health, info and metrics at 127.0.0.1:N/actuator (off)
        --suite                        gateways, send instances, meta and flushers as processes of their
                                       own, two of each but meta; needs Consul (dev/consul.sh)
        --KEY=VALUE                    any setting of config/standalone.yaml, for instance
                                       --gostacker.shards=16
        --help                         this text
      """;

  private Usage() {}
}
