package dev.corridor.kit.vertx;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.internal.command.CommandResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection to the database on which a command waits for its answer too long. A connection whose peer has
 * vanished without a reset looks as if it were busy: it would keep its place in the pool until the kernel gives up, which
 * takes about 15 minutes.
 *
 * <p>Upstream: <a href="https://github.com/eclipse-vertx/vertx-sql-client/issues/469">vertx-sql-client#469</a>. The client has
 * no timeout of a command. Its read idle timeout also closes a connection that was merely not in use, even at the moment a
 * command is sent; it bounds the login, and this handler takes its place afterwards.
 */
public final class UnansweredCommands extends ChannelDuplexHandler {
    /** Name under which Vert.x adds its own last handler, behind the codec of the database's protocol. */
    private static final String LAST_HANDLER = "handler";

    private final long limitNanos;
    private int unanswered;
    private long lastProgressNanos;
    private boolean hasTimer;

    private UnansweredCommands(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** Limits the time between answers of a connection that a pool has just opened. */
    public static void limit(SqlConnection opened, Duration limit) {
        limit(SqlChannel.of(opened).pipeline(), limit);
    }

    static void limit(ChannelPipeline pipeline, Duration limit) {
        if (pipeline.get(IdleClosingClient.IDLE_HANDLER) != null) {
            pipeline.remove(IdleClosingClient.IDLE_HANDLER);
        }
        pipeline.addBefore(LAST_HANDLER, "unanswered", new UnansweredCommands(limit));
    }

    @Override
    public void write(ChannelHandlerContext context, Object command, ChannelPromise written) {
        if (++unanswered == 1) {
            lastProgressNanos = System.nanoTime();
            startTimer(context, limitNanos);
        }
        context.write(command, written);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof CommandResponse) {
            unanswered = Math.max(0, unanswered - 1);
            lastProgressNanos = System.nanoTime();
        }
        context.fireChannelRead(message);
    }

    /** One timer serves all commands that are sent until it ends. */
    private void startTimer(ChannelHandlerContext context, long nanos) {
        if (!hasTimer) {
            hasTimer = true;
            context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void check(ChannelHandlerContext context) {
        hasTimer = false;
        if (unanswered == 0 || !context.channel().isActive()) {
            return;
        }
        long leftNanos = limitNanos - (System.nanoTime() - lastProgressNanos);
        if (leftNanos <= 0) {
            // From the first handler on: the codec would say goodbye and wait for the server to close.
            context.pipeline().firstContext().close();
        } else {
            startTimer(context, leftNanos);
        }
    }
}
