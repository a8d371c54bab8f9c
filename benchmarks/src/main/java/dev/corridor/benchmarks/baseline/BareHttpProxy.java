package dev.corridor.benchmarks.baseline;

import dev.corridor.kit.runtime.ServiceRuntime;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** Baseline of the edge: a bare vertx-http-proxy, with as many connections to the service as the edge has. */
public final class BareHttpProxy extends VerticleBase {
    private static final int CONNECTIONS = 128;

    private final int port;
    private final int servicePort;

    private BareHttpProxy(int port, int servicePort) {
        this.port = port;
        this.servicePort = servicePort;
    }

    /** Arguments: port, number of event loops, port of the service. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        int servicePort = Integer.parseInt(arguments[2]);
        Vertx.vertx(ServiceRuntime.vertxOptions())
                .deployVerticle(
                        () -> new BareHttpProxy(port, servicePort), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        var client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        var proxy = HttpProxy.reverseProxy(client).origin(servicePort, "127.0.0.1");
        return vertx.createHttpServer().requestHandler(proxy).listen(port, "127.0.0.1");
    }
}
