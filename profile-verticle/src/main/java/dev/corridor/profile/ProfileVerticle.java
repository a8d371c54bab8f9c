package dev.corridor.profile;

import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import dev.corridor.profile.api.grpc.GrpcProfile;
import dev.corridor.profile.api.rest.RestProfile;
import dev.corridor.profile.store.UserCache;
import dev.corridor.profile.store.Users;
import dev.corridor.profile.usecase.Profiles;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Redis;
import java.security.SecureRandom;
import java.time.Clock;

/** People: who they are, and whether they may move money. One instance per event loop; all share the database. */
public final class ProfileVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final ProfileConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private Database database;
    private Redis redis;
    private Transports doors;

    public ProfileVerticle(ServiceRuntime runtime, ProfileConfig config, RestContract contract, TokenVerifier tokens) {
        this.runtime = runtime;
        this.config = config;
        this.contract = contract;
        this.tokens = tokens;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, config.database());
        redis = Redis.createClient(vertx, config.redisUrl());
        var clock = Clock.systemUTC();
        var people = new Users(database);
        var profiles = new Profiles(
                database,
                people,
                new UserCache(vertx, redis, people::byIds),
                new Outbox(),
                clock,
                Ids.timeOrdered(clock, new SecureRandom()));

        doors = new Transports(runtime, config.doors(), contract, tokens)
                .rest(new RestProfile(profiles)::mount)
                .grpc(new GrpcProfile(profiles)::mount)
                .health("database", database::ping);
        return doors.open();
    }

    @Override
    public Future<?> stop() {
        return doors.drain().transform(drained -> database.close()).eventually(redis::close);
    }
}
