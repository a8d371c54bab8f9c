package dev.corridor.benchmarks.baseline;

import dev.corridor.kit.runtime.ServiceRuntime;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.stream.Stream;

/** Baseline of REST reads: a bare Vert.x router that answers the same paths with a fixed JSON body. */
public final class HttpHelloServer extends VerticleBase {
    private final int port;
    private final Buffer response;

    private HttpHelloServer(int port, Buffer response) {
        this.port = port;
        this.response = response;
    }

    /** Arguments: port, number of event loops, response body. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        var response = Buffer.buffer(arguments[2]);
        Vertx.vertx(ServiceRuntime.vertxOptions())
                .deployVerticle(
                        () -> new HttpHelloServer(port, response), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        var router = Router.router(vertx);
        Stream.of("/users/:id", "/rates/latest")
                .forEach(path -> router.get(path).handler(context -> context.response()
                        .putHeader("content-type", "application/json")
                        .end(response)));
        return vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1");
    }
}
