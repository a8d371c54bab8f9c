/**
 * The only package that imports internals of Vert.x or Netty. Each class names the upstream issue that it works around, or the
 * public API that is missing, and has a test that fails when upstream no longer needs it.
 */
package dev.corridor.kit.vertx;
