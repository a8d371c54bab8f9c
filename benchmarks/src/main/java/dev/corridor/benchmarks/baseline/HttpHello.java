package dev.corridor.benchmarks.baseline;

import dev.corridor.kit.runtime.ServiceRuntime;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.stream.Stream;

/** A bare Vert.x hello: the same path on the same router, answered with the one JSON it was given. */
public final class HttpHello extends VerticleBase {
    private final int port;
    private final Buffer answer;

    private HttpHello(int port, Buffer answer) {
        this.port = port;
        this.answer = answer;
    }

    /** Arguments: port, event loops, and the answer. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int eventLoops = Integer.parseInt(arguments[1]);
        var answer = Buffer.buffer(arguments[2]);
        Vertx.vertx(ServiceRuntime.vertxOptions())
                .deployVerticle(() -> new HttpHello(port, answer), new DeploymentOptions().setInstances(eventLoops))
                .await();
    }

    @Override
    public Future<?> start() {
        var router = Router.router(vertx);
        Stream.of("/users/:id", "/rates/latest")
                .forEach(path -> router.get(path).handler(context -> context.response()
                        .putHeader("content-type", "application/json")
                        .end(answer)));
        return vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1");
    }
}
