package dev.corridor.benchmarks.testbed;

import dev.corridor.embedded.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Baseline of the edge: Debian's nginx as a proxy with kept-alive connections and an access log. */
final class NginxProxy {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final String CONFIGURATION =
            """
            daemon off;
            worker_processes %1$d;
            pid %4$s/nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log %4$s/access.log combined buffer=64k;
              client_body_temp_path %4$s/body;
              proxy_temp_path %4$s/proxy;
              fastcgi_temp_path %4$s/fastcgi;
              uwsgi_temp_path %4$s/uwsgi;
              scgi_temp_path %4$s/scgi;
              keepalive_requests 1000000000;
              upstream service { server 127.0.0.1:%3$d; keepalive 128; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%2$d reuseport;
                location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
              }
            }
            """;

    private NginxProxy() {}

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Returns the command that runs it, after its configuration has been written into the folder. */
    static List<String> command(ServerFolder folder, int workers, int port, int servicePort) {
        var configuration = folder.path().resolve("nginx.conf");
        try {
            Files.writeString(configuration, CONFIGURATION.formatted(workers, port, servicePort, folder.path()));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return List.of(PROGRAM.toString(), "-p", folder.path().toString(), "-c", configuration.toString());
    }
}
