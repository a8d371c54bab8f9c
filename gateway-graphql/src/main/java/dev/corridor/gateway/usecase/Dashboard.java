package dev.corridor.gateway.usecase;

import dev.corridor.gateway.client.CallerServices;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.ListAccountsResponse;
import dev.corridor.payment.v1.Payment;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import java.util.List;

/**
 * Use case that collects the data of a user's start page. Each part calls its service only when the query selects it, and the
 * calls run at the same time. Only the balance needs two responses.
 */
public final class Dashboard {
    private static final String WALLET = "wallet";

    private final String userId;
    private final CallerServices services;

    private Dashboard(String userId, CallerServices services) {
        this.userId = userId;
        this.services = services;
    }

    /** Returns a user's dashboard. Another user's id fails with not_found, as an unknown id does. */
    public static Future<Dashboard> of(String userId, CallerServices services) {
        return services.caller().isSelfOr(userId, Scope.PROFILE_ADMIN)
                ? Future.succeededFuture(new Dashboard(userId, services))
                : Future.failedFuture(Problem.of(StandardError.NOT_FOUND, "There is no user with this id."));
    }

    public Future<User> user() {
        return services.user(userId);
    }

    public Future<List<Payment>> recentPayments(int limit) {
        return services.payments(userId, limit, "").map(page -> page.getPaymentsList());
    }

    public Future<String> balance() {
        var user = user();
        var accounts = services.accounts(userId);
        return Future.all(user, accounts).map(both -> balanceIn(user.result().getHomeCurrency(), accounts.result()));
    }

    public Future<List<dev.corridor.money.v1.Money>> balances() {
        return services.accounts(userId).map(accounts -> accounts.getAccountsList().stream()
                .filter(Dashboard::isWallet)
                .map(Account::getBalance)
                .toList());
    }

    private static String balanceIn(String currency, ListAccountsResponse accounts) {
        return accounts.getAccountsList().stream()
                .filter(account -> isWallet(account) && account.getCurrency().equals(currency))
                .map(account -> account.getBalance().getAmount())
                .findFirst()
                .orElseGet(() -> Money.zero(Currency.of(currency)).amount());
    }

    private static boolean isWallet(Account account) {
        return account.getCode().equals(WALLET);
    }
}
