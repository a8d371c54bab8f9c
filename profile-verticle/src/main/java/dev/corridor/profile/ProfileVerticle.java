package dev.corridor.profile;

import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import dev.corridor.profile.api.grpc.GrpcProfile;
import dev.corridor.profile.api.grpc.GrpcVerification;
import dev.corridor.profile.api.rest.RestProfile;
import dev.corridor.profile.api.rest.RestVerification;
import dev.corridor.profile.store.CurrentUsers;
import dev.corridor.profile.store.UserCache;
import dev.corridor.profile.store.Users;
import dev.corridor.profile.store.VerificationHistory;
import dev.corridor.profile.usecase.PartiesLookup;
import dev.corridor.profile.usecase.ProfileUpdate;
import dev.corridor.profile.usecase.UserChanges;
import dev.corridor.profile.usecase.UserCreation;
import dev.corridor.profile.usecase.UserLookup;
import dev.corridor.profile.usecase.VerificationUpdate;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;

/** Verticle that serves users over REST and gRPC. One instance runs per event loop; all share the database. */
public final class ProfileVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final ProfileConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final UserCache cache;
    private Database database;
    private Transports transports;

    /** @param cache the cache of this process */
    public ProfileVerticle(
            ServiceRuntime runtime,
            ProfileConfig config,
            RestContract contract,
            TokenVerifier tokens,
            UserCache cache) {
        this.runtime = runtime;
        this.config = config;
        this.contract = contract;
        this.tokens = tokens;
        this.cache = cache;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, config.database());
        var clock = Clock.systemUTC();
        var newId = Ids.timeOrdered(clock, new SecureRandom());
        var outbox = new Outbox();

        var users = new Users(database);
        var current = new CurrentUsers(vertx, users);
        var history = new VerificationHistory(database);
        var changes = new UserChanges(vertx, database, users, cache, history, outbox);

        var lookup = new UserLookup(current, cache);
        var parties = new PartiesLookup(lookup);
        var creation = new UserCreation(database, users, history, outbox, clock, newId);
        var update = new ProfileUpdate(changes, clock);
        var verification = new VerificationUpdate(changes, current, history, clock);

        transports = new Transports(runtime, config.transports(), contract, tokens)
                .rest(rest -> {
                    new RestProfile(lookup, creation, update).mount(rest);
                    new RestVerification(verification).mount(rest);
                })
                .grpc(grpc -> {
                    grpc.service(ProfileServiceGrpcService.SERVICE_NAME, ProfileServiceGrpcService.SERVICE_DESCRIPTOR);
                    new GrpcProfile(lookup, parties, creation, update).mount(grpc);
                    new GrpcVerification(verification).mount(grpc);
                })
                .health("database", database::ping);
        return transports.open();
    }

    @Override
    public Future<?> stop() {
        return transports.drain().transform(drained -> database.close());
    }
}
